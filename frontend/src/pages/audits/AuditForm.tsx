import { useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import type { AuditMethod, NewAudit } from '../../api/types';
import { Button } from '../../ui/Button';
import { Cost } from './Cost';
import { request, type Draft, type Faults } from './draft';
import { FormField, TextLine, TickBox } from './FormField';
import { ImageChoice } from './ImageChoice';
import { MethodOptions } from './MethodOptions';
import { optionsOf } from './options';
import { Refused, useEstimate, useRequestAudit } from './useAudits';
import { useSettled } from './useSettled';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';
import styles from './AuditForm.module.css';

/** Typing rests this long before the server is asked what it thinks of it. */
const RESTS_MILLIS = 400;

/** The form that asks for an audit; what is wrong is told at its field as one types. */
export function AuditForm({
  methods,
  dataSets,
  models,
  initial,
  cloned,
}: {
  methods: readonly AuditMethod[];
  dataSets: readonly string[];
  models: readonly string[];
  initial: Draft;
  /** Id of the audit whose spec it begins with. */
  cloned: string | null;
}) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const set = (changes: Partial<Draft>) => setDraft((old) => ({ ...old, ...changes }));
  const method = methods.find(({ name }) => name === draft.method) ?? methods[0]!;
  const { asked, faults } = request(draft, method);
  const valid = Object.keys(faults).length === 0;
  // What it is called costs nothing.
  const costly = JSON.stringify({ ...asked, title: null });
  const settled = useSettled(valid ? costly : null, RESTS_MILLIS);
  const estimate = useEstimate(settled === null ? null : (JSON.parse(settled) as NewAudit));
  const send = useRequestAudit();
  const current = valid && settled === costly;
  const refused = send.error ?? (current ? estimate.error : null);
  const all = withRefusal(faults, refused);
  const elsewhere = refused && !isShown(refused, all, draft, method) ? refused.message : null;
  const form = useRef<HTMLFormElement>(null);
  const toFault = () =>
    // Once the fault is drawn at its field.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) {
      toFault();
    } else if (!send.isPending) {
      send.mutate(asked, {
        onSuccess: (id) => void navigate(`/audits/${id}`),
        onError: () => void toFault(),
      });
    }
  };
  const change = (changes: Partial<Draft>) => {
    if (send.error) send.reset();
    set(changes);
  };
  return (
    <form ref={form} className={layout.page} onSubmit={submit} noValidate aria-label="Audit">
      <header className={layout.head}>
        <div>
          <h1>Start an audit</h1>
          {cloned !== null && (
            <p>
              Filled as <Link to={`/audits/${cloned}`}>the audit {cloned}</Link> was; hashes are
              worked out anew.
            </p>
          )}
        </div>
        <Link to="/audits">All audits</Link>
      </header>
      <div className={styles.columns}>
        <section className={section.section} aria-labelledby="what">
          <h2 id="what">What to find out</h2>
          <FormField name="Method" help={method.summary} fault={all['spec.method']}>
            {(control) => (
              <select
                {...control}
                value={draft.method}
                onChange={(event) => change(chosen(methods, event.target.value, draft))}
              >
                {methods.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </FormField>
          <TextLine
            name="Title"
            help="What people call it; may be left empty."
            fault={all.title}
            value={draft.title}
            onType={(title) => change({ title })}
          />
          <MethodOptions
            options={optionsOf(method.schema as Record<string, unknown>)}
            values={draft.options}
            faults={all}
            onChange={(name, value) => change({ options: { ...draft.options, [name]: value } })}
          />
        </section>
        <ImageChoice draft={draft} dataSets={dataSets} faults={all} onChange={change} />
        <section className={section.section} aria-labelledby="models">
          <h2 id="models">Models</h2>
          {method.models.least === 0 && (
            <p className={layout.quiet}>None is needed; one may be given to begin with.</p>
          )}
          {models.map((name) => (
            <TickBox
              key={name}
              name={name}
              checked={draft.known.includes(name)}
              onTick={(on) =>
                change({ known: models.filter((m) => (m === name ? on : draft.known.includes(m))) })
              }
            />
          ))}
          <FormField
            name="Further bundles"
            help="A directory under an allowed one on each line, or NAME=DIRECTORY."
            fault={all['spec.models']}
          >
            {(control) => (
              <textarea
                {...control}
                rows={3}
                value={draft.bundles}
                spellCheck={false}
                onChange={(event) => change({ bundles: event.target.value })}
              />
            )}
          </FormField>
        </section>
      </div>
      <div className={styles.end}>
        <Cost
          estimate={valid ? estimate.data : undefined}
          checking={valid && (!current || estimate.isFetching)}
          fault={elsewhere ?? (valid ? null : 'Something is to be put right first: see ▲ above.')}
        />
        <Button type="submit" className={styles.start} aria-disabled={!valid || send.isPending}>
          {send.isPending ? 'Being checked …' : 'Start the audit'}
        </Button>
      </div>
    </form>
  );
}

/** Another method; one that needs no model begins with none, and no more than it takes are kept. */
function chosen(methods: readonly AuditMethod[], name: string, draft: Draft): Partial<Draft> {
  const taken = methods.find((one) => one.name === name)?.models;
  const kept = taken?.least === 0 ? 0 : taken?.most;
  return { method: name, options: {}, known: draft.known.slice(0, kept) };
}

/** A refusal stands at its field; one of a model's parts at the models. */
function withRefusal(faults: Faults, refused: Error | null): Faults {
  if (!(refused instanceof Refused) || refused.field === null) return faults;
  const field = refused.field.startsWith('spec.models') ? 'spec.models' : refused.field;
  return { ...faults, [field]: faults[field] ?? refused.message };
}

/** Whether the form has a field for what was refused. */
function isShown(refused: Error, faults: Faults, draft: Draft, method: AuditMethod): boolean {
  if (!(refused instanceof Refused) || refused.field === null) return false;
  const { field } = refused;
  const options = optionsOf(method.schema as Record<string, unknown>);
  return (
    field === 'title' ||
    field === 'spec.method' ||
    field.startsWith('spec.models') ||
    options.some(({ name, kind }) => kind !== 'flag' && field === `spec.options.${name}`) ||
    (field.startsWith('spec.images') && faults[field] !== undefined && field in shownOf(draft))
  );
}

/** Fields of the images that the form shows in its present shape. */
function shownOf(draft: Draft): Readonly<Record<string, true>> {
  return {
    ...(draft.dataset === '' && { 'spec.images.directory': true }),
    'spec.images.name': true,
    'spec.images.task': true,
    'spec.images.subset': true,
    'spec.images.layout': true,
    'spec.images.classMap': true,
  };
}
