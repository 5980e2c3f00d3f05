import { useRef } from 'react';
import { Link } from 'react-router';
import { imagesPath } from '../../images/filters';
import { useChoices } from '../../images/useChoices';
import { useStreamFilter } from '../../images/useStream';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { useScreening } from '../../screening/useScreening';
import buttonStyles from '../../ui/Button.module.css';
import { SelectField } from '../../ui/Field';
import styles from './StreamPanel.module.css';

/** What the stream shows only, and the way to all images of that kind. */
export function StreamFilters() {
  const [filter, setFilter] = useStreamFilter();
  const screening = useScreening()?.key;
  const { classes, groups } = useChoices(screening);
  const form = useRef<HTMLFormElement>(null);
  useShortcut(shortcuts.filter, () => form.current?.querySelector('select')?.focus());
  const { predicted, group, right } = filter;
  return (
    <form ref={form} className={styles.filters} aria-label="Filter the stream">
      <SelectField
        name="Predicted"
        value={predicted ?? ''}
        onChoose={(value) => setFilter({ ...filter, predicted: value || undefined })}
      >
        <option value="">any</option>
        {classes.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField
        name="Group"
        value={group ?? ''}
        onChoose={(value) => setFilter({ ...filter, group: value || undefined })}
      >
        <option value="">any</option>
        {groups.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField
        name="Prediction is"
        value={right === undefined ? '' : String(right)}
        onChoose={(value) =>
          setFilter({ ...filter, right: value === '' ? undefined : value === 'true' })
        }
      >
        <option value="">right or wrong</option>
        <option value="true">right</option>
        <option value="false">wrong</option>
      </SelectField>
      <Link className={buttonStyles.button} to={imagesPath({ ...filter, screening })}>
        All of them →
      </Link>
    </form>
  );
}
