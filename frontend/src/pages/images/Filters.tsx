import { useRef, useState } from 'react';
import { sorts, type ImageFilters, type Sort } from '../../images/filters';
import { useChoices } from '../../images/useChoices';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { useScreenings } from '../../screening/useScreening';
import { Button } from '../../ui/Button';
import { RangeField, SelectField, TextField } from '../../ui/Field';
import styles from './Filters.module.css';

/** Everything that the list can be narrowed down to. */
export function Filters({
  filters,
  onChange,
  active,
}: {
  filters: ImageFilters;
  onChange: (filters: ImageFilters) => void;
  /** How many filters are set. */
  active: number;
}) {
  const [open, setOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (changes: Partial<ImageFilters>) => onChange({ ...filters, ...changes });
  useShortcut(shortcuts.filter, () => {
    form.current?.setAttribute('data-open', 'true');
    setOpen(true);
    form.current?.querySelector<HTMLElement>('select, input')?.focus();
  });
  return (
    <>
      <Button
        className={styles.toggle}
        aria-expanded={open}
        aria-controls="filters"
        onClick={() => setOpen(!open)}
      >
        Filters{active > 0 && ` (${active})`} {open ? '▴' : '▾'}
      </Button>
      <form
        id="filters"
        ref={form}
        className={styles.fields}
        data-open={open}
        aria-label="Filters"
        onSubmit={(event) => event.preventDefault()}
      >
        <Named filters={filters} set={set} />
        <Ranges filters={filters} set={set} />
      </form>
    </>
  );
}

interface FieldsProps {
  filters: ImageFilters;
  set: (changes: Partial<ImageFilters>) => void;
}

function Named({ filters, set }: FieldsProps) {
  const screenings = useScreenings();
  const { classes, predictions, groups } = useChoices(filters.screening);
  const known = screenings.map(({ key }) => key);
  const { screening, label, predicted, group, right, sort } = filters;
  return (
    <>
      <SelectField
        name="Screening"
        value={screening ?? ''}
        onChoose={(value) => set({ screening: value || undefined, group: undefined })}
      >
        <option value="">all</option>
        {screenings.map(({ key, dataset, model, modelHash }) => (
          <option key={key} value={key}>
            {dataset} × {model} ({modelHash.slice(0, 8)})
          </option>
        ))}
        <Missing value={screening} among={known} />
      </SelectField>
      <SelectField
        name="Group"
        value={group ?? ''}
        onChoose={(value) => set({ group: value || undefined })}
      >
        <option value="">any</option>
        {groups.map((name) => (
          <option key={name}>{name}</option>
        ))}
        <Missing value={group} among={groups} />
      </SelectField>
      <TextField
        name="Label"
        value={label ?? ''}
        placeholder="any"
        suggestions={classes}
        onChoose={(value) => set({ label: value.trim() || undefined })}
      />
      <TextField
        name="Predicted"
        value={predicted ?? ''}
        placeholder="any"
        suggestions={predictions}
        onChoose={(value) => set({ predicted: value.trim() || undefined })}
      />
      <SelectField
        name="Prediction is"
        value={right === undefined ? '' : String(right)}
        onChoose={(value) => set({ right: value === '' ? undefined : value === 'true' })}
      >
        <option value="">right or wrong</option>
        <option value="true">right</option>
        <option value="false">wrong</option>
      </SelectField>
      <SelectField
        name="Order"
        value={sort ?? 'newest'}
        data-set={sort !== undefined}
        onChoose={(value) => set({ sort: value === 'newest' ? undefined : (value as Sort) })}
      >
        {Object.entries(sorts).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
    </>
  );
}

/** A value that came by the address and is not among the known ones, so that it can be seen. */
function Missing({ value, among }: { value: string | undefined; among: readonly string[] }) {
  return value && !among.includes(value) ? <option value={value}>{value}</option> : null;
}

function Ranges({ filters, set }: FieldsProps) {
  const { minConfidence, maxConfidence, minMaskScore, maxMaskScore } = filters;
  const { minPercentile, maxPercentile, scoredFrom, scoredTo } = filters;
  const number = { type: 'number', min: 0, max: 1, step: 'any', inputMode: 'decimal' } as const;
  return (
    <>
      <RangeField
        name="Confidence"
        low={shown(minConfidence)}
        high={shown(maxConfidence)}
        onLow={(value) => set({ minConfidence: share(value) })}
        onHigh={(value) => set({ maxConfidence: share(value) })}
        {...number}
      />
      <RangeField
        name="Mask score"
        low={shown(minMaskScore)}
        high={shown(maxMaskScore)}
        onLow={(value) => set({ minMaskScore: share(value) })}
        onHigh={(value) => set({ maxMaskScore: share(value) })}
        {...number}
      />
      <RangeField
        name="Spuriosity rank"
        low={shown(minPercentile)}
        high={shown(maxPercentile)}
        onLow={(value) => set({ minPercentile: share(value) })}
        onHigh={(value) => set({ maxPercentile: share(value) })}
        {...number}
      />
      <div className={styles.time}>
        <RangeField
          name="Scored"
          low={localTime(scoredFrom)}
          high={localTime(scoredTo)}
          onLow={(value) => set({ scoredFrom: instant(value) })}
          onHigh={(value) => set({ scoredTo: instant(value) })}
          type="datetime-local"
          step={1}
        />
      </div>
    </>
  );
}

function shown(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function share(text: string): number | undefined {
  return text.trim() === '' || Number.isNaN(Number(text))
    ? undefined
    : Math.max(0, Math.min(1, Number(text)));
}

/** An instant as a field for local time wants it: `2025-10-09T10:53:20`. */
function localTime(at: string | undefined): string {
  return at === undefined ? '' : new Date(at).toLocaleString('sv-SE').replace(' ', 'T');
}

function instant(text: string): string | undefined {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
