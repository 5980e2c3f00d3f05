import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { AuditMethod, NewAudit, SpuriosityClasses, SpuriosityFeatures } from '../../api/types';
import { count } from '../../format/numbers';
import { useStatus } from '../../shell/useStatus';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { Cost } from '../audits/Cost';
import { draftOf, request, type Declared, type Faults } from '../audits/draft';
import { TextLine } from '../audits/FormField';
import { MethodOptions } from '../audits/MethodOptions';
import { optionsOf } from '../audits/options';
import { Refused, useEstimate, useMethods, useRequestAudit } from '../audits/useAudits';
import { useSettled } from '../audits/useSettled';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { chosen, judged, verdictsText, type Ticks } from './verdictChoice';
import { VerdictFields } from './VerdictFields';
import form from '../audits/AuditForm.module.css';
import layout from '../../ui/layout.module.css';
import styles from './MitigatePage.module.css';

const ANEW = ', tuned anew';
/** Options of the method that change the tuning; the others stay as they were. */
const CHANGED = ['perClass', 'trials', 'threshold', 'epochs', 'rate', 'k'];
/** Typing and ticking rests this long before the server is asked what it thinks of it. */
const RESTS_MILLIS = 400;

/** What a person changed in the form; all else stands in it as the audit has it. */
export interface TuneChanges {
  readonly ticks: Ticks;
  readonly title: string | null;
  readonly options: Readonly<Record<string, string>>;
}

/** The form as it is at first. */
export const noChanges: TuneChanges = { ticks: new Map(), title: null, options: {} };

interface Changing {
  all: SpuriosityClasses;
  changes: TuneChanges;
  onChange: (changes: TuneChanges) => void;
}

/** Chooses which features count as spurious, and starts the same audit with that. */
export function TuneForm(changing: Changing) {
  const features = useDocument('features');
  const methods = useMethods();
  const status = useStatus();
  const method = methods.data?.find(({ name }) => name === 'spuriosity');
  const asked = [methods, status, features];
  const failed = asked.find(({ data, error }) => data === undefined && error);
  if (failed) {
    return (
      <div role="alert">
        <p>▲ The form could not be filled: {failed.error?.message}</p>
        <Button onClick={() => asked.forEach(({ refetch }) => void refetch())}>Try again</Button>
      </div>
    );
  }
  if (!methods.data || !status.data || !features.data) return <Skeleton height={240} />;
  if (!method) return <p>▲ This member does not know the method spuriosity.</p>;
  const { dataSets, models } = status.data;
  return (
    <Filled
      {...changing}
      features={features.data}
      method={method}
      dataSets={dataSets}
      models={models}
    />
  );
}

function Filled({
  all,
  changes,
  onChange,
  features,
  method,
  dataSets,
  models,
}: Changing & {
  features: SpuriosityFeatures;
  method: AuditMethod;
  dataSets: readonly Declared[];
  models: readonly Declared[];
}) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const { ticks } = changes;
  const title = changes.title ?? (audit.title.endsWith(ANEW) ? audit.title : audit.title + ANEW);
  const before = judged(features);
  const said = all.classes.filter(({ class: c }) => before.has(c) || ticks.has(c)).length;
  const as = draftOf(audit.spec, dataSets, models);
  const values = { ...as.options, ...changes.options };
  const verdicts = verdictsText(all, ticks, before);
  const draft = { ...as, title, options: { ...values, verdicts } };
  const { asked, faults } = request(draft, method);
  const options = optionsOf(method.schema as Record<string, unknown>).filter(({ name }) =>
    CHANGED.includes(name),
  );
  const shown = ['title', ...options.map(({ name }) => `spec.options.${name}`)];
  const withFeature = all.classes.filter((one) => chosen(one, ticks).size > 0).length;
  const fault =
    withFeature === 0
      ? 'Tick a feature: without one no class has a ranking to tune by.'
      : faultWords(faults, shown);
  const costly = JSON.stringify({ ...asked, title: null });
  const settled = useSettled(fault === null ? costly : null, RESTS_MILLIS);
  const estimate = useEstimate(settled === null ? null : (JSON.parse(settled) as NewAudit));
  const send = useRequestAudit();
  const current = fault === null && settled === costly;
  const refused = send.error ?? (current ? estimate.error : null);
  const shownFaults =
    refused instanceof Refused && refused.field !== null
      ? { ...faults, [refused.field]: refused.message }
      : faults;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault !== null || send.isPending) return;
    send.mutate(asked, { onSuccess: (id) => void navigate(`/audits/${id}/mitigate`) });
  };
  const change = (next: Partial<TuneChanges>) => {
    if (send.error) send.reset();
    onChange({ ...changes, ...next });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Tune anew">
      <p>
        It becomes an audit of its own, with the same images and models. What is encoded is
        remembered: only what comes after is done anew.
      </p>
      <VerdictFields
        all={all}
        features={features}
        ticks={ticks}
        onChange={(next) => change({ ticks: next })}
      />
      <p className={layout.quiet}>
        {withFeature === all.classes.length
          ? 'Every class has a spurious feature.'
          : `${count(withFeature)} of ${count(all.classes.length)} classes have a spurious feature; the others get no ranking.`}{' '}
        {sentWords(said, all.classes.length)}
      </p>
      <div className={form.columns}>
        <MethodOptions
          options={options}
          values={values}
          faults={shownFaults}
          onChange={(name, value) => change({ options: { ...changes.options, [name]: value } })}
        />
        <TextLine
          name="Title"
          help="What people call the new audit."
          fault={shownFaults.title}
          value={title}
          onType={(text) => change({ title: text })}
        />
      </div>
      <div className={form.end}>
        <Cost
          estimate={fault === null ? estimate.data : undefined}
          checking={fault === null && (!current || estimate.isFetching)}
          fault={refused?.message ?? fault}
        />
        <Button
          type="submit"
          className={form.start}
          aria-disabled={fault !== null || send.isPending}
        >
          {send.isPending ? 'Being checked …' : 'Start the audit'}
        </Button>
      </div>
    </form>
  );
}

/** What is to be put right: at its field, or named where the form has no field for it. */
function faultWords(faults: Faults, shown: readonly string[]): string | null {
  const [first] = Object.entries(faults).filter(([field]) => !shown.includes(field));
  if (first) {
    const [field, words] = first;
    return `The audit itself cannot be asked for again: ${field.replace('spec.', '')}: ${words} Clone it to put that right.`;
  }
  return Object.keys(faults).length > 0 ? 'Something is to be put right first: see ▲ above.' : null;
}

/** Which classes go along as judged by people. */
function sentWords(said: number, all: number): string {
  if (said === 0) return 'Nobody has judged any: all are left to what masks suggest, if anything.';
  if (said === all) return 'All go along as judged by people.';
  return `${count(said)} ${said === 1 ? 'goes' : 'go'} along as judged by people, before or by a change here; the others are left to what masks suggest, if anything.`;
}
