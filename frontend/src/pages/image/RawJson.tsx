import { useState } from 'react';
import type { ImageDetail } from '../../api/types';
import { rawJson } from '../../images/rawJson';
import { Button } from '../../ui/Button';
import pageStyles from './ImagePage.module.css';
import styles from './RawJson.module.css';

/** What the server says of the image, word for word. */
export function RawJson({ image }: { image: ImageDetail }) {
  const [told, setTold] = useState('');
  const text = rawJson(image);
  const copy = () => {
    // A page that came over plain HTTP from another machine has no clipboard.
    if (!navigator.clipboard) return setTold('This browser does not let the page copy.');
    navigator.clipboard.writeText(text).then(
      () => setTold('Copied.'),
      () => setTold('The browser did not let the page copy.'),
    );
  };
  return (
    <details className={`${pageStyles.panel} ${styles.raw}`}>
      <summary>Raw JSON</summary>
      <p>
        <Button onClick={copy}>Copy</Button> <span role="status">{told}</span>
      </p>
      <pre tabIndex={0} role="region" aria-label="Raw JSON">
        {text}
      </pre>
    </details>
  );
}
