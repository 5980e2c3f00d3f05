import { SelectField } from '../../ui/Field';

/** Which model figures are of; nothing where there is one only. */
export function ModelField({
  models,
  model,
  onChoose,
}: {
  models: readonly string[];
  model: number;
  onChoose: (name: string) => void;
}) {
  if (models.length < 2) return null;
  return (
    <SelectField name="Model" value={models[model]!} onChoose={onChoose}>
      {models.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </SelectField>
  );
}
