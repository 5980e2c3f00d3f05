import type { ComponentProps, ReactNode } from 'react';
import { Section } from '../../ui/Section';
import { hasEnded } from '../audits/words';
import { useSpuriosity, type AskedDocument } from './useSpuriosity';
import section from '../../ui/Section.module.css';

/** A part of a page that is made of one document: as a section, or why that is not there. */
export function DocumentSection<T>({
  id,
  title,
  asked,
  height,
  children,
}: {
  id: string;
  title: string;
  asked: AskedDocument<T>;
  height: number;
  children: (data: T) => ReactNode;
}) {
  const { audit } = useSpuriosity();
  if (!asked.named) {
    return (
      <section className={section.section} aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        <p>{missingWords(audit.state, audit.current?.name)}</p>
      </section>
    );
  }
  return (
    <Section id={id} title={title} asked={asked} height={height}>
      {children}
    </Section>
  );
}

/** The same of a document that not every audit makes: nothing where it is not to come. */
export function OptionalSection<T>({
  stage,
  ...part
}: {
  /** The stage that makes it. */
  stage: string;
} & ComponentProps<typeof DocumentSection<T>>) {
  return useIsMade(stage, part.asked) ? <DocumentSection {...part} /> : null;
}

/** Whether a document is there, or the audit has a stage before it that makes it. */
export function useIsMade(stage: string, { named }: { readonly named: boolean }): boolean {
  const { audit } = useSpuriosity();
  return (
    named || (!hasEnded(audit.state) && audit.progress.stages.some(({ name }) => name === stage))
  );
}

/** Why a document is not there. */
export function missingWords(
  state: Parameters<typeof hasEnded>[0],
  stage: string | undefined,
): string {
  if (state === 'completed') return 'The audit found nothing of this kind: see its report.';
  if (hasEnded(state)) return 'The audit ended before this was known.';
  return `Not known yet${stage === undefined ? '' : `: the audit is at ${stage}`}. It comes by itself.`;
}

/** What is made of one document as parts of a page of their own; else why it is not there. */
export function DocumentParts<T>({
  title,
  asked,
  children,
}: {
  title: string;
  asked: AskedDocument<T>;
  children: (data: T) => ReactNode;
}) {
  if (asked.named && asked.data !== undefined && !asked.error) return children(asked.data);
  return (
    <>
      <DocumentSection id="document" title={title} asked={asked} height={480}>
        {() => null}
      </DocumentSection>
      {asked.data !== undefined && children(asked.data)}
    </>
  );
}
