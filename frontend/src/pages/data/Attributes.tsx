import type { DataOverview } from '../../api/types';
import { count } from '../../format/numbers';
import { CountBar } from './CountBar';
import { pictures } from './words';
import styles from './DataPage.module.css';

/** The values of every attribute, the commonest first. */
export function Attributes({ attributes }: Pick<DataOverview, 'attributes'>) {
  return (
    <ul className={styles.attributes}>
      {attributes.map(({ name, values, others, otherPictures, unknown }) => {
        const most = Math.max(0, ...values.map((one) => one.pictures));
        return (
          <li key={name}>
            <details open={values.length <= 4 && attributes.length <= 12}>
              <summary>
                <b>{name}</b>{' '}
                <span className={styles.quiet}>
                  {count(values.length + others)} values
                  {values[0] && `, most often ${values[0].value}`}
                </span>
              </summary>
              <dl className={styles.values}>
                {values.map((one) => (
                  <div key={one.value}>
                    <dt>{one.value}</dt>
                    <dd>
                      <CountBar value={one.pictures} most={most} />
                    </dd>
                  </div>
                ))}
              </dl>
              {others > 0 && (
                <p className={styles.quiet}>
                  {count(others)} further values, {pictures(otherPictures)}
                </p>
              )}
              {unknown > 0 && <p className={styles.quiet}>not known of {pictures(unknown)}</p>}
            </details>
          </li>
        );
      })}
    </ul>
  );
}
