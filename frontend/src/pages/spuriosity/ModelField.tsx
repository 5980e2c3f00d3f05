import { SelectField } from '../../ui/Field';

/** Which model figures are of; nothing where there is one only. */
export function ModelField({
  name = 'Model',
  models,
  model,
  onChoose,
}: {
  /** Where it stands more than once on a page, which one it is. */
  name?: string;
  models: readonly string[];
  model: number;
  onChoose: (name: string) => void;
}) {
  if (models.length < 2) return null;
  return (
    <SelectField name={name} value={models[model]!} onChoose={onChoose}>
      {models.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </SelectField>
  );
}
