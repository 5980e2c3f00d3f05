import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { rest } from './renderApp';

// jsdom has no canvas: a chart becomes an image of the same name.
vi.mock('react-chartjs-2', () => ({
  Chart: ({ 'aria-label': label }: { 'aria-label'?: string }) => <img alt={label} />,
}));

// A machine that builds other things at the same time is slow, not wrong.
configure({ asyncUtilTimeout: 20_000 });

// jsdom lays nothing out: no size ever changes.
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// As newer browsers have it: what it returns must not reach React.
window.scrollTo = (() => Promise.resolve()) as unknown as typeof window.scrollTo;

beforeAll(() => rest.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  rest.resetHandlers();
  localStorage.clear();
});
afterAll(() => rest.close());
