import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, found } from '../../api/client';
import { useStatus } from '../../shell/useStatus';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { PageSkeleton } from '../PageSkeleton';
import { AuditForm } from './AuditForm';
import { draftOf, emptyDraft } from './draft';
import { useMethods } from './useAudits';

/** Asks for an audit: an empty form, or one filled with the spec of another (`?from=ID`). */
export function NewAuditPage() {
  const [params] = useSearchParams();
  const from = params.get('from');
  const methods = useMethods();
  const status = useStatus();
  const other = useQuery({
    queryKey: ['audits', from, 'spec'],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/audits/{id}', { params: { path: { id: from! } }, signal })).spec,
    enabled: from !== null,
    staleTime: Infinity,
    retry: false,
  });
  const error = methods.error ?? status.error ?? other.error;
  if (error) {
    return (
      <>
        <h1>Start an audit</h1>
        <Notice title="The form could not be filled" failed>
          <p>{error.message}</p>
          <Button
            onClick={() => {
              void methods.refetch();
              void status.refetch();
              if (from !== null) void other.refetch();
            }}
          >
            Try again
          </Button>
        </Notice>
      </>
    );
  }
  if (!methods.data || !status.data || (from !== null && !other.data)) {
    return <PageSkeleton title="Start an audit" />;
  }
  const [first] = methods.data;
  if (!first) {
    return (
      <>
        <h1>Start an audit</h1>
        <Notice title="This member knows no method" failed />
      </>
    );
  }
  const dataSets = status.data.dataSets.map(({ name }) => name);
  const models = status.data.models.map(({ name }) => name);
  const initial = other.data
    ? draftOf(other.data, status.data.dataSets, status.data.models)
    : emptyDraft(first.name, dataSets[0] ?? '', models.slice(0, 1));
  return (
    <AuditForm
      key={from ?? ''}
      methods={methods.data}
      dataSets={dataSets}
      models={models}
      initial={initial}
      cloned={from}
    />
  );
}
