import { useState } from 'react';
import type { DataSet } from '../../api/types';
import { SelectField } from '../../ui/Field';
import section from '../../ui/Section.module.css';
import { sheetUrl } from './useData';
import styles from './DataPage.module.css';

/** What a class looks like: some of its pictures side by side, always the same ones. */
export function Sheets({ dataSet: { name, classes } }: { dataSet: DataSet }) {
  const [label, setLabel] = useState(classes[0] ?? '');
  const [failed, setFailed] = useState('');
  const url = sheetUrl(name, label === '' ? null : label);
  return (
    <section className={section.section} aria-labelledby="sheets">
      <h2 id="sheets">What a class looks like</h2>
      <SelectField name="Class" value={label} onChoose={setLabel}>
        {classes.map((one) => (
          <option key={one}>{one}</option>
        ))}
        <option value="">all classes</option>
      </SelectField>
      {failed === url ? (
        <p>There is no picture to show of {label === '' ? 'this data set' : label}.</p>
      ) : (
        <div className={styles.sheet} tabIndex={0} role="region" aria-label="Contact sheet">
          <a href={url} target="_blank" rel="noreferrer">
            <img
              src={url}
              alt={
                label === ''
                  ? 'up to 24 pictures of all classes, with their file names'
                  : `up to 24 pictures of the class ${label}, with their file names`
              }
              width={1002}
              loading="lazy"
              onError={() => setFailed(url)}
            />
          </a>
        </div>
      )}
    </section>
  );
}
