import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { rest } from './renderApp';

// jsdom has no canvas: a chart becomes an image of the same name.
vi.mock('react-chartjs-2', () => ({
  Chart: ({ 'aria-label': label }: { 'aria-label'?: string }) => <img alt={label} />,
}));

window.scrollTo = () => {};

beforeAll(() => rest.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  rest.resetHandlers();
  localStorage.clear();
});
afterAll(() => rest.close());
