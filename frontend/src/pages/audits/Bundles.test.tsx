import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Bundles } from './Bundles';

test('a model that was made can be downloaded', () => {
  render(<Bundles address="/api/audits/train-1" bundles={[{ name: 'birds', hash: '0123' }]} />);
  expect(screen.getByRole('link', { name: /Bundle birds/ })).toHaveAttribute(
    'href',
    '/api/audits/train-1/bundles/birds',
  );
});
