import { useMemo } from 'react';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriosityModelSensitivity } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import { corruptions, taken } from './cueWords';
import { OptionalSection } from './DocumentSection';
import { GapList } from './GapList';
import { ModelField } from './ModelField';
import { compared, dropAt } from './regionDrops';
import { useChoice, useModel } from './useChoice';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { pWords, verdictWords } from './words';
import layout from '../../ui/layout.module.css';
import styles from './GapsPage.module.css';

interface Of {
  /** Of the classes. */
  readonly names: ReadonlyMap<number, string>;
  readonly models: readonly string[];
}

/** Each drop of one model, the surest first. */
export function RegionDrops({ names, models }: Of) {
  const [model, choose] = useModel(models);
  return (
    // Anew for each model: the drops of another are none of this one's.
    <OfModel key={model} names={names} models={models} model={model} onChoose={choose} />
  );
}

type Chosen = Of & { readonly model: number; readonly onChoose: (name: string) => void };

function OfModel({ model, ...chosen }: Chosen) {
  const asked = useDocument(`sensitivity-model-${model}`);
  return (
    <OptionalSection
      id="drops"
      title="Each drop, the surest first"
      stage="sensitivity"
      asked={asked}
      height={600}
    >
      {(found) => <Drops found={found} model={model} {...chosen} />}
    </OptionalSection>
  );
}

function Drops({
  found,
  names,
  models,
  model,
  onChoose,
}: Chosen & { found: SpuriosityModelSensitivity }) {
  const { audit } = useSpuriosity();
  const [without, chooseWithout] = useChoice('without');
  const [verdict, chooseVerdict] = useChoice('verdict');
  const name = models[model]!;
  const drops = useMemo(() => {
    const search = new URLSearchParams({ model: name });
    return found.drop.flatMap((_, key) => {
      const [c, feature] = [found.class[key]!, found.feature[key]!];
      const [corruption, called] = [found.corruption[key]!, found.verdict[key]!];
      if ((without !== '' && corruption !== without) || (verdict !== '' && called !== verdict)) {
        return [];
      }
      const { drop, low, high, n, adjusted, why } = dropAt(found, key);
      return [
        {
          key,
          name: `${names.get(c) ?? `class ${c}`} · feature ${feature}`,
          href: `/audits/${audit.id}/classes/${c}?${search}#regions`,
          ...{ value: drop, low, high },
          told: [
            `without ${taken[corruption]}`,
            verdictWords(called),
            ...(drop === null ? [why ?? 'no drop is known'] : [`n ${count(n)}`]),
            ...(adjusted === null ? [] : [`p ${pWords(adjusted)}`]),
          ].join(', '),
        },
      ];
    });
  }, [found, names, name, without, verdict, audit.id]);
  return (
    <>
      <div className={styles.tools}>
        <ModelField name="Model of the drops" models={models} model={model} onChoose={onChoose} />
        <SelectField name="Without" value={without} onChoose={chooseWithout}>
          <option value="">all</option>
          {corruptions.map((corruption) => (
            <option key={corruption} value={corruption}>
              {taken[corruption]}
            </option>
          ))}
        </SelectField>
        <SelectField name="Verdict" value={verdict} onChoose={chooseVerdict}>
          <option value="">all</option>
          {compared.map((one) => (
            <option key={one} value={one}>
              {verdictWords(one)}
            </option>
          ))}
        </SelectField>
        <CsvButton title={`Region sensitivity of ${name}`} csv={() => dropsCsv(found, names)} />
        <p role="status" className={layout.quiet}>
          {count(drops.length)} {drops.length === 1 ? 'drop' : 'drops'}
        </p>
      </div>
      {drops.length > 0 && (
        <GapList
          key={`${without}/${verdict}`}
          label={`Drops of ${name}, the surest first`}
          gaps={drops}
          long
        />
      )}
    </>
  );
}

/** All drops of the model, whichever are shown. */
function dropsCsv(found: SpuriosityModelSensitivity, names: Of['names']): Csv {
  return {
    head: [
      ...['class', 'name', 'feature', 'verdict', 'corruption', 'model'],
      ...['drop', 'low', 'high', 'n', 'p', 'adjusted', 'why'],
    ],
    rows: found.class.map((c, at) => {
      const { drop, low, high, n, p, adjusted, why } = dropAt(found, at);
      return [
        ...[c, names.get(c) ?? null, found.feature[at]!, found.verdict[at]!, found.corruption[at]!],
        ...[found.model, drop, low, high, n, p, adjusted, why],
      ];
    }),
  };
}
