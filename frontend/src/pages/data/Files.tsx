import type { DataCheck } from '../../api/types';
import { bytes, count } from '../../format/numbers';
import { Duplicates } from './Duplicates';
import { Faults } from './Faults';
import { pictures } from './words';
import section from '../../ui/Section.module.css';
import styles from './DataPage.module.css';

/** What opening every file told. */
export function Files({
  name,
  report,
}: {
  name: string;
  report: NonNullable<DataCheck['report']>;
}) {
  const { files, overview } = report;
  const without = overview.pictures - files.masked - files.boxed;
  return (
    <div className={styles.columns}>
      <section className={section.section} aria-labelledby="files">
        <h2 id="files">Files</h2>
        <dl className={styles.facts}>
          <dt>Readable</dt>
          <dd>
            {count(files.readable)} of {pictures(overview.pictures)}, {bytes(files.bytes)}
          </dd>
          <dt>Formats</dt>
          <dd>
            {files.formats.map((one) => `${one.value} ${count(one.pictures)}`).join(', ') || '–'}
          </dd>
          <dt>Sizes</dt>
          <dd>
            {files.sizes
              .slice(0, 6)
              .map((one) => `${one.value} (${count(one.pictures)})`)
              .join(', ') || '–'}
            {files.sizes.length + files.otherSizes > 6 &&
              ` and ${count(files.sizes.length + files.otherSizes - 6)} others`}
          </dd>
          <dt>Objects</dt>
          <dd>
            {files.masked + files.boxed === 0
              ? 'no masks or boxes'
              : `${count(files.masked)} with a mask, ${count(files.boxed)} with boxes, ${count(without)} with neither`}
          </dd>
        </dl>
        <h3>Faults</h3>
        <Faults files={files} />
      </section>
      <section className={section.section} aria-labelledby="duplicates">
        <h2 id="duplicates">Equal pictures</h2>
        <Duplicates name={name} duplicates={files.duplicates} />
      </section>
    </div>
  );
}
