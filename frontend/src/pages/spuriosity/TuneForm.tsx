import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { AuditMethod, NewAudit, SpuriosityClasses } from '../../api/types';
import { count } from '../../format/numbers';
import { useStatus } from '../../shell/useStatus';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { Cost } from '../audits/Cost';
import { draftOf, request, type Declared } from '../audits/draft';
import { TextLine } from '../audits/FormField';
import { MethodOptions } from '../audits/MethodOptions';
import { optionsOf, written } from '../audits/options';
import { Refused, useEstimate, useMethods, useRequestAudit } from '../audits/useAudits';
import { useSettled } from '../audits/useSettled';
import { useSpuriosity } from './useSpuriosity';
import { classesWith, initialChoice, unwritable, verdictsText } from './verdictChoice';
import { VerdictFields } from './VerdictFields';
import form from '../audits/AuditForm.module.css';
import layout from '../../ui/layout.module.css';
import styles from './MitigatePage.module.css';

const ANEW = ', tuned anew';
/** Options of the method that change the tuning; the others stay as they were. */
const CHANGED = ['perClass', 'trials', 'threshold', 'epochs', 'rate', 'k'];
/** Typing and ticking rests this long before the server is asked what it thinks of it. */
const RESTS_MILLIS = 400;

/** Chooses which features count as spurious, and starts the same audit with that. */
export function TuneForm({ all }: { all: SpuriosityClasses }) {
  const methods = useMethods();
  const status = useStatus();
  const method = methods.data?.find(({ name }) => name === 'spuriosity');
  const error = methods.error ?? status.error;
  if (error) {
    return (
      <div role="alert">
        <p>▲ The form could not be filled: {error.message}</p>
        <Button
          onClick={() => {
            void methods.refetch();
            void status.refetch();
          }}
        >
          Try again
        </Button>
      </div>
    );
  }
  if (!methods.data || !status.data) return <Skeleton height={240} />;
  if (!method) return <p>▲ This member does not know the method spuriosity.</p>;
  const { dataSets, models } = status.data;
  return <Filled all={all} method={method} dataSets={dataSets} models={models} />;
}

function Filled({
  all,
  method,
  dataSets,
  models,
}: {
  all: SpuriosityClasses;
  method: AuditMethod;
  dataSets: readonly Declared[];
  models: readonly Declared[];
}) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const [choice, setChoice] = useState(() => initialChoice(all));
  const [title, setTitle] = useState(audit.title.endsWith(ANEW) ? audit.title : audit.title + ANEW);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      Object.entries(audit.spec.options ?? {}).map(([name, value]) => [name, written(value)]),
    ),
  );
  const verdicts = verdictsText(choice, all);
  const draft = {
    ...draftOf(audit.spec, dataSets, models),
    title,
    options: { ...values, verdicts },
  };
  const { asked, faults } = request(draft, method);
  const nameless = unwritable(all);
  const withFeature = classesWith(choice);
  const fault =
    nameless.length > 0
      ? `The class "${nameless[0]}" has a semicolon in its name: verdicts on it cannot be written.`
      : withFeature === 0
        ? 'Tick a feature: without one no class has a ranking to tune by.'
        : Object.keys(faults).length > 0
          ? 'Something is to be put right first: see ▲ above.'
          : null;
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
  const change = (next: () => void) => {
    if (send.error) send.reset();
    next();
  };
  const options = optionsOf(method.schema as Record<string, unknown>);
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Tune anew">
      <p>
        It becomes an audit of its own, with the same images and models. What is encoded is
        remembered: only what comes after is done anew.
      </p>
      <VerdictFields all={all} choice={choice} onChange={(next) => change(() => setChoice(next))} />
      <p className={layout.quiet}>
        {withFeature === all.classes.length
          ? 'Every class has a spurious feature.'
          : `${count(withFeature)} of ${count(all.classes.length)} classes have a spurious feature; the others get no ranking.`}
      </p>
      <div className={form.columns}>
        <MethodOptions
          options={options.filter(({ name }) => CHANGED.includes(name))}
          values={values}
          faults={shownFaults}
          onChange={(name, value) => change(() => setValues({ ...values, [name]: value }))}
        />
        <TextLine
          name="Title"
          help="What people call the new audit."
          fault={shownFaults.title}
          value={title}
          onType={(text) => change(() => setTitle(text))}
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
