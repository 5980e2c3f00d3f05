import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// jsdom has no canvas: a chart becomes the values it was asked to draw.
vi.mock('react-chartjs-2', () => ({
  Chart: ({ data }: { data: unknown }) => <div data-testid="chart">{JSON.stringify(data)}</div>,
}));

afterEach(cleanup);
