import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { DataSet } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageSkeleton } from '../PageSkeleton';
import { CheckBar } from './CheckBar';
import { Classes } from './Classes';
import { CorrelationMatrix } from './CorrelationMatrix';
import { Attributes } from './Attributes';
import { Files } from './Files';
import { Groups } from './Groups';
import { Sheets } from './Sheets';
import { StrongestPairs } from './StrongestPairs';
import { Section } from '../../ui/Section';
import { useCheck, useDataSets, useOverview } from './useData';
import styles from './DataPage.module.css';

/** What is in a data set, what goes with what, and what is wrong with its files. */
export function DataPage() {
  const { data, error, refetch, isFetching } = useDataSets();
  const { name } = useParams();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, [name]);
  if (error) {
    return (
      <Notice title="The data sets could not be listed" failed>
        <p>{error.message}</p>
        <Button onClick={() => void refetch()} disabled={isFetching}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (!data) return <PageSkeleton title="Data" />;
  if (data.length === 0) {
    return (
      <Notice title="No data set is declared">
        <p>Telltale then scores only events that carry their own picture. Declare one with</p>
        <pre>./telltale serve --data-set NAME=DIR</pre>
      </Notice>
    );
  }
  const shown = name === undefined ? data[0] : data.find((one) => one.name === name);
  if (!shown) {
    return (
      <Notice title={`No data set is named ${name}`} failed>
        <p>There are: {data.map((one) => one.name).join(', ')}</p>
      </Notice>
    );
  }
  return <Shown key={shown.name} dataSet={shown} all={data} />;
}

function Shown({ dataSet, all }: { dataSet: DataSet; all: readonly DataSet[] }) {
  const navigate = useNavigate();
  const overview = useOverview(dataSet.name);
  const check = useCheck(dataSet.name);
  const { name, layout, pictures, classes, label, groups } = dataSet;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>Data: {name}</h1>
          <p>
            {count(pictures)} pictures, layout {layout}
            {label !== null && `, ${label} of ${count(classes.length)} classes`}
            {groups.length > 0 && `, split by ${groups.join(', ')}`}
          </p>
        </div>
        {all.length > 1 && (
          <SelectField
            name="Data set"
            value={name}
            onChoose={(chosen) => void navigate(`/data/${encodeURIComponent(chosen)}`)}
          >
            {all.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </SelectField>
        )}
      </header>
      <CheckBar name={name} check={check} />
      <div className={styles.columns}>
        <Section id="classes" title="Classes" asked={overview} height={160}>
          {(data) => <Classes overview={data} />}
        </Section>
        <Section id="groups" title="Groups" asked={overview} height={160}>
          {(data) => <Groups groups={data.groups} label={data.label} />}
        </Section>
      </div>
      <Section id="correlations" title="What goes with what" asked={overview} height={320}>
        {(data) => (
          <div className={styles.correlations}>
            <CorrelationMatrix found={data.correlations} />
            <StrongestPairs found={data.correlations} />
          </div>
        )}
      </Section>
      {check.data?.report && <Files name={name} report={check.data.report} />}
      {overview.data?.attributes.length !== 0 && (
        <Section id="attributes" title="Attributes" asked={overview} height={160}>
          {(data) => <Attributes attributes={data.attributes} />}
        </Section>
      )}
      <Sheets dataSet={dataSet} />
    </div>
  );
}
