import type { AuditLeft, AuditStage, AuditState, AuditSummary } from '../../api/types';
import { count, duration } from '../../format/numbers';

const names: Record<AuditState, string> = {
  requested: '○ waits for its turn',
  running: '● running',
  paused: '‖ paused',
  'waiting-for-annotation': '◆ waits for answers',
  completed: '✓ completed',
  failed: '▲ failed',
  cancelled: '✕ cancelled',
};

/** Every state, in the order of an audit's life. */
export const STATES = Object.keys(names) as AuditState[];

/** A state with its sign: `● running`. */
export function stateWords(state: AuditState): string {
  return names[state];
}

/** A state without its sign. */
export function plainState(state: AuditState): string {
  return names[state].slice(2);
}

/** Whether nothing more will happen by itself. */
export function hasEnded(state: AuditState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

/** Whether a person should look at it. */
export function isTrouble({ state, aside }: Pick<AuditSummary, 'state' | 'aside'>): boolean {
  return state === 'failed' || state === 'waiting-for-annotation' || aside > 0;
}

/**
 * What becomes of a stage at present.
 *
 * @param after how many places it comes after the stage that is worked on
 */
export function stageState({ done, aside }: AuditStage, after: number, state: AuditState): string {
  if (after < 0) return '✓ done';
  if (after > 0) return '○ not begun';
  switch (state) {
    case 'running':
      return '● worked on';
    case 'paused':
      return '‖ paused';
    case 'waiting-for-annotation':
      return '◆ waits for answers';
    case 'requested':
      return '○ waits for its turn';
    default:
      return done + aside > 0 ? '✕ broken off' : '○ not begun';
  }
}

/** How long an audit took from its request to its end, waiting included; null before. */
export function took({ createdAt, endedAt }: AuditSummary): string | null {
  return endedAt === null
    ? null
    : seconds(Math.max(0, Date.parse(endedAt) - Date.parse(createdAt)) / 1000);
}

/** How far a stage is: `24 of 48 units`. */
export function stageProgress({ units, done, aside }: AuditStage): string {
  const without = aside > 0 ? `, ${count(aside)} set aside` : '';
  if (units === null) return 'units not known yet';
  return `${count(done)} of ${count(units)} ${units === 1 ? 'unit' : 'units'}${without}`;
}

/** Time left in the stage, with its uncertainty: `2 min 0 s (1 min 40 s to 2 min 30 s)`. */
export function timeLeft(left: AuditLeft): string {
  const [low, high] = [seconds(left.low), seconds(left.high)];
  return low === high ? seconds(left.seconds) : `${seconds(left.seconds)} (${low} to ${high})`;
}

/** Where an audit is, in a sentence. */
export function standing(audit: AuditSummary): string {
  const { state, stage, stages, current, reason } = audit;
  const where = current
    ? `stage ${stage + 1} of ${stages}, ${current.name}: ${stageProgress(current)}`
    : 'all stages done';
  switch (state) {
    case 'requested':
      return `${stateWords(state)}: at most five audits run at once.`;
    case 'running':
      return `● Running, ${where}.`;
    case 'paused':
      return `‖ Paused, ${where}. What is done stays done.`;
    case 'waiting-for-annotation':
      return `◆ Waits for people${reason === null ? '' : `: ${reason}`}.`;
    case 'completed':
      return audit.aside === 0
        ? '✓ Completed.'
        : `▲ Completed without ${count(audit.aside)} ${audit.aside === 1 ? 'unit' : 'units'}; the report says which.`;
    case 'failed':
      return `▲ Failed${reason === null ? '' : `: ${reason}`}`;
    case 'cancelled':
      return `✕ Cancelled, ${where}.`;
  }
}

/** Seconds as a person says them; whole ones. */
export function seconds(value: number): string {
  return value < 60 ? `${Math.round(value)}\u00a0s` : duration(Math.round(value) * 1000);
}
