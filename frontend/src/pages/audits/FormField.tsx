import { useId, type ReactNode } from 'react';
import field from '../../ui/Field.module.css';
import styles from './AuditForm.module.css';

/** What a control in a field must carry so that its help and its fault are read out with it. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A named field of the form with its help, and what is wrong with it. */
export function FormField({
  name,
  help,
  fault,
  children,
}: {
  name: string;
  help?: string;
  fault?: string | undefined;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const told = `${id}-told`;
  return (
    <div className={`${field.field} ${styles.field}`}>
      <label htmlFor={id}>{name}</label>
      {children({ id, 'aria-describedby': told, 'aria-invalid': fault !== undefined })}
      <div id={told} className={styles.told} data-fault={fault !== undefined} aria-live="polite">
        {fault !== undefined ? `▲ ${fault}` : help}
      </div>
    </div>
  );
}

/** A field of one line. */
export function TextLine({
  value,
  onType,
  ...rest
}: {
  name: string;
  help?: string;
  fault?: string | undefined;
  value: string;
  onType: (value: string) => void;
  placeholder?: string;
  numeric?: boolean;
}) {
  const { placeholder, numeric, ...named } = rest;
  return (
    <FormField {...named}>
      {(control) => (
        <input
          {...control}
          value={value}
          placeholder={placeholder}
          inputMode={numeric ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </FormField>
  );
}

/** A box that is ticked or not. */
export function TickBox({
  name,
  help,
  checked,
  onTick,
}: {
  name: string;
  help?: string;
  checked: boolean;
  onTick: (checked: boolean) => void;
}) {
  return (
    <label className={styles.tick}>
      <input type="checkbox" checked={checked} onChange={(event) => onTick(event.target.checked)} />
      <span>
        {name}
        {help && <small>{help}</small>}
      </span>
    </label>
  );
}
