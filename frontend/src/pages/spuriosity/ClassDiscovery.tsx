import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SpuriosityDiscovery } from '../../api/types';
import { count } from '../../format/numbers';
import { alongHeadWords } from './cueWords';
import { OptionalSection } from './DocumentSection';
import { IntervalBar, scaleOf, type Scale } from './IntervalBar';
import { PictureRow } from './PictureRow';
import { useArrival } from './useArrival';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { gapWords, pWords } from './words';
import layout from '../../ui/layout.module.css';
import page from './ClassPage.module.css';

type Survivor = SpuriosityDiscovery['survivors'][number];

/** The directions of a class that nobody named and whose ends differ in accuracy. */
export function ClassDiscovery(props: { c: number; name: string; encoder: string }) {
  const asked = useDocument('discovery');
  return (
    <OptionalSection
      id="discovery"
      title="Cues nobody named"
      stage="discovery"
      asked={asked}
      height={320}
    >
      {(data) => <Found data={data} {...props} />}
    </OptionalSection>
  );
}

function Found({
  data: { survivors, tested, refused },
  c,
  name,
  encoder,
}: {
  data: SpuriosityDiscovery;
  c: number;
  name: string;
  /** Name of the model that was looked at. */
  encoder: string;
}) {
  useArrival('discovery');
  const { audit } = useSpuriosity();
  const own = survivors.filter((one) => one.class === c);
  const scale = scaleOf(own.flatMap(({ gap: { value, low, high } }) => [value, low, high]));
  const why = refused.find((one) => one.class === c)?.why;
  if (own.length === 0) {
    return (
      <p>
        {why === undefined
          ? `Over all classes ${count(tested)} directions were tested. On ${name} no difference was seen that chance would not make; small ones are not seen with so few images.`
          : `${name} was not looked at: ${why}.`}
      </p>
    );
  }
  return (
    <>
      <p className={layout.quiet}>
        Directions along which the images of {name} differ, found on one half of them and tested on
        the other: the gap is the accuracy of {encoder} at the high end minus that at the low end,
        in percentage points. p is adjusted over all {count(tested)} directions of all classes. Only
        what survives is shown, and intervals do not allow for that: sizes lean upward.
      </p>
      <p>
        What to do next: look for what the images at one end have and those at the other have not.
        If it does not belong to {name}, find the <a href="#features">feature</a> that is active
        there and tick it as spurious under{' '}
        <Link to={`/audits/${audit.id}/mitigate`}>Mitigate</Link>; or tell of it as an attribute of
        the images, and the next audit measures it as a concept.
      </p>
      {own.map((one) => (
        <Direction key={one.direction} found={one} name={name} scale={scale} />
      ))}
    </>
  );
}

/** One direction: its gap, and the images at both ends. */
function Direction({ found, name, scale }: { found: Survivor; name: string; scale: Scale }) {
  const { audit } = useSpuriosity();
  const { direction, gap, adjusted, cosine, highest, lowest } = found;
  const [high, low] = useMemo(() => [pictures(highest), pictures(lowest)], [highest, lowest]);
  const called = `direction ${direction + 1}`;
  return (
    <article className={page.card} aria-label={`${name}, ${called}`}>
      <header>
        <h3>Direction {direction + 1}</h3>
        <p>
          {gapWords(gap)}, p {pWords(adjusted)}
        </p>
      </header>
      {gap.value !== null && (
        <div className={page.bar}>
          <IntervalBar value={gap.value} low={gap.low} high={gap.high} scale={scale} />
        </div>
      )}
      <p>Along the head’s own weights, either way: cosine {alongHeadWords(cosine)}.</p>
      <div className={page.ends}>
        <h4>High end</h4>
        <PictureRow id={audit.id} label={`${name}, high end of ${called}`} pictures={high} />
        <h4>Low end</h4>
        <PictureRow id={audit.id} label={`${name}, low end of ${called}`} pictures={low} />
      </div>
    </article>
  );
}

function pictures(places: readonly number[]) {
  return places.map((place, index) => ({
    place,
    told: `${index + 1}. place ${place}`,
    caption: `place ${place}`,
  }));
}
