import { useSearchParams } from 'react-router';

/** A choice that stands in the address of the page, so that a link leads to the same. */
export function useChoice(name: string): [string, (value: string) => void] {
  const [params, setParams] = useSearchParams();
  const choose = (value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [params.get(name) ?? '', choose];
}

/** The model that figures are of: its index, chosen by its name in the address, else the first. */
export function useModel(models: readonly string[]): [number, (name: string) => void] {
  const [name, choose] = useChoice('model');
  return [Math.max(0, models.indexOf(name)), choose];
}
