import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { AuditState, AuditSummary } from '../api/types';
import { useLive } from '../live/useLive';

/** Where this browser keeps whether a person wants to be told. */
export const NOTIFY = 'telltale.notify';

const words: Partial<Record<AuditState, string>> = {
  completed: 'is completed',
  failed: 'has failed',
  'waiting-for-annotation': 'waits for people',
};

/**
 * Whether the browser can notify: only of pages from this machine or over HTTPS. Those of phones
 * have notifications that no page can make, and tell only when one is tried: nothing is shown of
 * that, since it is done only while they are not allowed.
 */
export function notificationsPossible(): boolean {
  if (!('Notification' in window && window.isSecureContext)) return false;
  if (Notification.permission === 'granted') return true;
  try {
    new Notification('');
    return true;
  } catch {
    return false;
  }
}

/** Tells by the browser when an audit ends or waits, if a person has asked for it. */
export function useAuditNotices(): void {
  const audits = useLive((view) => (view.live.known ? view.live.audits : null));
  const navigate = useNavigate();
  const before = useRef<ReadonlyMap<string, AuditState> | null>(null);
  useEffect(() => {
    if (!audits) return;
    const known = before.current;
    before.current = new Map(audits.map(({ id, state }) => [id, state]));
    if (!known || !wanted()) return;
    for (const audit of news(known, audits)) {
      notify(audit, () => void navigate(`/audits/${audit.id}`));
    }
  }, [audits, navigate]);
}

function notify(audit: AuditSummary, open: () => void): void {
  try {
    const notice = new Notification(`${audit.title} ${words[audit.state]}`, {
      tag: `telltale-audit-${audit.id}`,
      body: audit.reason ?? `${audit.method} on ${audit.dataset}`,
    });
    notice.onclick = () => {
      window.focus();
      open();
    };
  } catch (error) {
    // A browser whose pages cannot notify: the dashboard shows it all the same.
    console.warn('The browser made no notification.', error);
  }
}

/** Audits that have come to an end or to a halt since; one that was not known is none of them. */
export function news(
  before: ReadonlyMap<string, AuditState>,
  now: readonly AuditSummary[],
): AuditSummary[] {
  return now.filter(({ id, state }) => {
    const old = before.get(id);
    return old !== undefined && old !== state && words[state] !== undefined;
  });
}

function wanted(): boolean {
  return (
    'Notification' in window &&
    Notification.permission === 'granted' &&
    localStorage.getItem(NOTIFY) === 'true'
  );
}
