import type { Faults } from './draft';
import { FormField, TextLine, TickBox } from './FormField';
import type { Option } from './options';

/** The fields of a method's options, made of its JSON Schema. */
export function MethodOptions({
  options,
  values,
  faults,
  onChange,
}: {
  options: readonly Option[];
  values: Readonly<Record<string, string>>;
  faults: Faults;
  onChange: (name: string, value: string) => void;
}) {
  return options.map((option) => {
    const { name, title, description, kind, choices, nullable, initial } = option;
    const value = values[name] ?? initial;
    const fault = faults[`spec.options.${name}`];
    if (kind === 'flag') {
      return (
        <TickBox
          key={name}
          name={title}
          help={description}
          checked={value === 'true'}
          onTick={(on) => onChange(name, String(on))}
        />
      );
    }
    if (kind === 'choice') {
      return (
        <FormField key={name} name={title} help={description} fault={fault}>
          {(control) => (
            <select {...control} value={value} onChange={(e) => onChange(name, e.target.value)}>
              {nullable && <option value="">none</option>}
              {choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          )}
        </FormField>
      );
    }
    return (
      <TextLine
        key={name}
        name={title}
        help={kind === 'list' ? `${description} (commas between)` : description}
        fault={fault}
        value={value}
        onType={(text) => onChange(name, text)}
        numeric={kind === 'whole' || kind === 'number'}
      />
    );
  });
}
