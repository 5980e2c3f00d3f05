import type { SpuriosityEvidence } from '../../api/types';
import { StripPicture } from './StripPicture';
import { listed } from './words';
import styles from './EvidenceStrips.module.css';

/**
 * What shows a feature in a class: the images that activate it most, where it is active in them,
 * what an attack amplifies, and those that activate it least. Each strip is shown large by a click.
 */
export function EvidenceStrips({
  id,
  evidence,
  feature,
  className,
}: {
  /** Of the audit. */
  id: string;
  evidence: SpuriosityEvidence;
  feature: number;
  /** Name of the class that the images are of. */
  className: string;
}) {
  if (evidence === null) return <p className={styles.none}>There is no picture of it yet.</p>;
  const { highestPlaces, lowestPlaces, ...strips } = evidence;
  const most = places(highestPlaces);
  const all = [
    {
      name: 'Highest',
      artifact: strips.highest,
      told: `Images of ${className} that activate feature ${feature} most: ${most}`,
    },
    {
      name: 'Where',
      artifact: strips.maps,
      told: `Where feature ${feature} is active in ${most} of ${className}; red is much`,
    },
    {
      name: 'Attack',
      artifact: strips.attacks,
      told: `What a feature attack amplifies of feature ${feature} in ${most} of ${className}`,
    },
    {
      name: 'Lowest',
      artifact: strips.lowest,
      told: `Images of ${className} that activate feature ${feature} least: ${places(lowestPlaces)}`,
    },
  ];
  return (
    <dl className={styles.strips}>
      {all.map(({ name, artifact, told }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {artifact === null ? (
              <span className={styles.none}>no attack was made</span>
            ) : (
              <StripPicture id={id} artifact={artifact} told={told} className={styles.strip} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function places(all: readonly number[]): string {
  return all.length === 0 ? 'none' : `${all.length === 1 ? 'place' : 'places'} ${listed(all)}`;
}
