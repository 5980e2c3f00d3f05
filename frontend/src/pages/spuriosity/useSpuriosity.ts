import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { api, found, isFault } from '../../api/client';
import type {
  Audit,
  SpuriosityClass,
  SpuriosityClasses,
  SpuriosityClassSensitivity,
  SpuriosityConcepts,
  SpuriosityDiscovery,
  SpuriosityFeatures,
  SpuriosityGaps,
  SpuriosityModelSensitivity,
  SpuriositySensitivity,
  SpuriosityTuning,
} from '../../api/types';
import type { Asked } from '../../ui/Section';
import type { Report } from '../audits/report';

/** The audit that the pages are of, and what its report names so far. */
export interface SpuriosityAudit {
  readonly audit: Audit;
  readonly report: Report;
}

/** Given by the frame of these pages. */
export const SpuriosityContext = createContext<SpuriosityAudit | null>(null);

/** The audit that the pages are of. */
export function useSpuriosity(): SpuriosityAudit {
  const shown = useContext(SpuriosityContext);
  if (!shown) throw new Error('No audit is around this page.');
  return shown;
}

/** What the documents of an audit on spuriosity hold, by their names. */
export interface Documents {
  classes: SpuriosityClasses;
  features: SpuriosityFeatures;
  gaps: SpuriosityGaps;
  tuning: SpuriosityTuning;
  sensitivity: SpuriositySensitivity;
  concepts: SpuriosityConcepts;
  discovery: SpuriosityDiscovery;
  [ofClass: `class-${number}`]: SpuriosityClass;
  [lostOnClass: `sensitivity-class-${number}`]: SpuriosityClassSensitivity;
  [lostByModel: `sensitivity-model-${number}`]: SpuriosityModelSensitivity;
}

/** A document of the audit, and whether its report names it yet. */
export interface AskedDocument<T> extends Asked<T> {
  readonly named: boolean;
}

/**
 * A document of the audit. Its address changes with it: one that was read is never asked for again,
 * and while the audit goes on the one before stays on show until the next has come.
 */
export function useDocument<N extends keyof Documents>(name: N): AskedDocument<Documents[N]> {
  const { audit, report } = useSpuriosity();
  const artifact = report.data.find((one) => one.name === name)?.artifact;
  const asked = useQuery({
    queryKey: ['audits', audit.id, 'data', name, artifact],
    queryFn: async ({ signal }) =>
      found(
        await api.GET('/api/audits/{id}/data/{name}', {
          params: { path: { id: audit.id, name: String(name) } },
          signal,
        }),
      ) as unknown as Documents[N],
    enabled: artifact !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
  return { ...asked, named: artifact !== undefined };
}

/** Address of an audited image, its longer side of `size` pixels. */
export function imageUrl(id: string, place: number, size: 96 | 224 | 'full'): string {
  return `/api/audits/${encodeURIComponent(id)}/images/${place}?size=${size}`;
}

/** Address of a picture that the audit made. */
export function stripUrl(id: string, artifact: string): string {
  return `/api/audits/${encodeURIComponent(id)}/pictures/${artifact}`;
}
