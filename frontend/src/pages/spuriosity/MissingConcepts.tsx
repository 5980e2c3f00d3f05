import { Fragment } from 'react';
import type { SpuriosityConcepts } from '../../api/types';
import layout from '../../ui/layout.module.css';

/** Concepts that have no direction, and why; nothing where all have one. */
export function MissingConcepts({ missing }: { missing: SpuriosityConcepts['missing'] }) {
  if (missing.length === 0) return null;
  return (
    <>
      <h3>Not measured</h3>
      <dl className={layout.facts}>
        {missing.map(({ name, why }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{why}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
