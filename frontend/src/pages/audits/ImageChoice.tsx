import type { Draft, Faults } from './draft';
import { FormField, TextLine, TickBox } from './FormField';
import section from '../../ui/Section.module.css';
import styles from './AuditForm.module.css';

/** Which images are audited, what is to be told of them, and which part of them is taken. */
export function ImageChoice({
  draft,
  dataSets,
  faults,
  onChange,
}: {
  draft: Draft;
  dataSets: readonly string[];
  faults: Faults;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const images = (name: string) => faults[`spec.images.${name}`];
  return (
    <section className={section.section} aria-labelledby="images">
      <h2 id="images">Images</h2>
      <FormField
        name="Data set"
        help="One that this Telltale knows, or any directory."
        fault={images('name')}
      >
        {(control) => (
          <select
            {...control}
            value={draft.dataset}
            onChange={(event) => onChange({ dataset: event.target.value })}
          >
            {dataSets.map((name) => (
              <option key={name}>{name}</option>
            ))}
            <option value="">another directory …</option>
          </select>
        )}
      </FormField>
      {draft.dataset === '' && (
        <TextLine
          name="Directory"
          help="Under an allowed directory, the same path for every worker."
          fault={images('directory')}
          value={draft.directory}
          onType={(directory) => onChange({ directory })}
          placeholder="/data/birds"
        />
      )}
      <TextLine
        name="Split"
        help="Such as test; empty for what is declared of the data set, in train for its split train."
        fault={images('subset.split') ?? images('subset')}
        value={draft.split}
        onType={(split) => onChange({ split })}
      />
      <TextLine
        name="At most"
        help="So many images, drawn by the seed; empty for what is declared, or all."
        fault={images('subset.limit')}
        value={draft.limit}
        onType={(limit) => onChange({ limit })}
        numeric
      />
      <TextLine
        name="Seed"
        help="Of the draw, where not all images are taken."
        fault={images('subset.seed')}
        value={draft.seed}
        onType={(seed) => onChange({ seed })}
        numeric
      />
      <details open={openFor(draft, faults)}>
        <summary>Task and further choices</summary>
        <div className={styles.more}>
          <TextLine
            name="To be told"
            help="An attribute, such as male or age>=40; empty for the label."
            fault={images('task.target') ?? images('task')}
            value={draft.target}
            onType={(target) => onChange({ target })}
          />
          <TextLine
            name="Groups"
            help="Attributes by which figures are split, commas between; empty for the data set's own."
            fault={images('task.groups')}
            value={draft.groups}
            onType={(groups) => onChange({ groups })}
          />
          <TextLine
            name="Region"
            help="A named part of the picture whose mask is taken."
            fault={images('task.region')}
            value={draft.region}
            onType={(region) => onChange({ region })}
          />
          <TextLine
            name="Only where"
            help="ATTRIBUTE=VALUE, commas between."
            fault={images('subset.where')}
            value={draft.where}
            onType={(where) => onChange({ where })}
          />
          <TextLine
            name="Layout"
            help="Empty to recognise it."
            fault={images('layout')}
            value={draft.layout}
            onType={(value) => onChange({ layout: value })}
          />
          <TextLine
            name="Class map"
            help="A file that joins labels to the models' classes; empty for the data set's own."
            fault={images('classMap')}
            value={draft.classMap}
            onType={(classMap) => onChange({ classMap })}
          />
          <TickBox
            name="Balanced"
            help="As many of every label with every value of the groups."
            checked={draft.balanced}
            onTick={(balanced) => onChange({ balanced })}
          />
          <TickBox
            name="Lenient"
            help="Pass over rows that cannot be right."
            checked={draft.lenient}
            onTick={(lenient) => onChange({ lenient })}
          />
        </div>
      </details>
    </section>
  );
}

/** Open from the start where something in it is set, or wrong. */
function openFor(draft: Draft, faults: Faults): boolean | undefined {
  const set = [draft.target, draft.groups, draft.region, draft.where, draft.layout, draft.classMap];
  const wrong = Object.keys(faults).some((field) =>
    /^spec\.images\.(task|layout|classMap|subset\.where)/.test(field),
  );
  return set.some((text) => text !== '') || draft.balanced || draft.lenient || wrong || undefined;
}
