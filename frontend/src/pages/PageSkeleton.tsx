import { Skeleton } from '../ui/Skeleton';

/** A page that is being fetched. */
export function PageSkeleton({ title }: { title: string }) {
  return (
    <div aria-busy="true">
      <h1>{title}</h1>
      <Skeleton height="60vh" />
    </div>
  );
}
