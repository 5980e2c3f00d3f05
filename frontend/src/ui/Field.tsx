import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import styles from './Field.module.css';

/** A choice among a few, under its name. */
export function SelectField({
  name,
  value,
  onChoose,
  children,
  ...rest
}: {
  name: string;
  value: string;
  onChoose: (value: string) => void;
  children: ReactNode;
} & Omit<ComponentProps<'select'>, 'onChange' | 'name' | 'value'>) {
  return (
    <label className={styles.field}>
      <span>{name}</span>
      <select
        value={value}
        data-set={value !== ''}
        onChange={(event) => onChoose(event.target.value)}
        {...rest}
      >
        {children}
      </select>
    </label>
  );
}

/** A text that is taken over when it is finished: by Enter, by leaving, or by a suggestion. */
export function TextField({
  name,
  value,
  onChoose,
  suggestions = [],
  ...rest
}: {
  name: string;
  value: string;
  onChoose: (value: string) => void;
  suggestions?: readonly string[];
} & Omit<ComponentProps<'input'>, 'onChange' | 'name' | 'value'>) {
  const id = useId();
  const draft = useDraft(value, onChoose);
  return (
    <label className={styles.field}>
      <span>{name}</span>
      <input
        list={id}
        data-set={value !== ''}
        autoComplete="off"
        spellCheck={false}
        {...draft}
        onChange={(event) => {
          draft.onChange(event);
          if (suggestions.includes(event.target.value)) onChoose(event.target.value);
        }}
        {...rest}
      />
      <datalist id={id}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </label>
  );
}

/** Two ends of a range under one name. */
export function RangeField({
  name,
  low,
  high,
  onLow,
  onHigh,
  ...rest
}: {
  name: string;
  low: string;
  high: string;
  onLow: (value: string) => void;
  onHigh: (value: string) => void;
} & Omit<ComponentProps<'input'>, 'onChange' | 'name' | 'value'>) {
  return (
    <div className={styles.field} role="group" aria-label={name}>
      <span aria-hidden="true">{name}</span>
      <div className={styles.pair}>
        <End name={`${name} from`} value={low} onChoose={onLow} {...rest} />
        <span aria-hidden="true">–</span>
        <End name={`${name} to`} value={high} onChoose={onHigh} {...rest} />
      </div>
    </div>
  );
}

function End({
  name,
  value,
  onChoose,
  ...rest
}: {
  name: string;
  value: string;
  onChoose: (value: string) => void;
} & Omit<ComponentProps<'input'>, 'onChange' | 'name' | 'value'>) {
  const draft = useDraft(value, onChoose);
  return <input aria-label={name} data-set={value !== ''} {...draft} {...rest} />;
}

/** What is being typed, until it is finished; a value that changes elsewhere replaces it. */
function useDraft(value: string, onChoose: (value: string) => void) {
  const [draft, setDraft] = useState<{ of: string; text: string }>({ of: value, text: value });
  const text = draft.of === value ? draft.text : value;
  const finish = () => {
    if (text !== value) onChoose(text);
  };
  return {
    value: text,
    onChange: (event: { target: { value: string } }) =>
      setDraft({ of: value, text: event.target.value }),
    onBlur: finish,
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Enter') finish();
    },
  };
}
