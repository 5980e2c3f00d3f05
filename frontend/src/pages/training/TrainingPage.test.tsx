import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import type { TrainingEpoch, TrainingSummary } from '../../api/types';
import { renderApp, rest } from '../../testing/renderApp';
import { epoch, hello, snapshot, training } from '../../testing/samples';

const history = [epoch(1), epoch(2), epoch(3)];

function serve(of: TrainingSummary, epochs: TrainingEpoch[] = history) {
  const asked: string[] = [];
  rest.use(
    http.get('*/api/trainings/:run', ({ params }) => {
      asked.push(String(params.run));
      return HttpResponse.json({ ...of, history: epochs });
    }),
  );
  return asked;
}

function open(path: string, trainings: TrainingSummary[]) {
  const app = renderApp(path);
  app.say(hello, snapshot({ trainings }));
  return app;
}

test('without a training it gives the command with the broker of this member', async () => {
  const user = userEvent.setup();
  open('/trainings', []);
  const command = './telltale train classifier --data DIR --out BUNDLE --kafka 127.0.0.1:9092';
  expect(await screen.findByText(command)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Copy the command' }));
  expect(await screen.findByText('✓ Copied.')).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe(command);
});

test('a browser that does not let pages copy is told of', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'));
  open('/trainings', []);
  await user.click(await screen.findByRole('button', { name: 'Copy the command' }));
  expect(await screen.findByText(/select the line above/)).toBeVisible();
});

test('while the feed has told nothing the page waits, and then says that nothing answers', async () => {
  const { socket, act } = renderApp('/trainings');
  expect(await screen.findByRole('heading', { name: 'Training' })).toBeVisible();
  act(() => socket.lose(3));
  expect(await screen.findByText('Telltale does not answer')).toBeVisible();
});

test('trainings are listed with where each stands', async () => {
  open('/trainings', [
    training(),
    training({ run: 'silent-1', silent: true }),
    training({ run: 'failed-1', state: 'failed', current: null, secondsLeft: null, message: 'x' }),
    training({ run: 'young-1', last: null, current: null, secondsLeft: null }),
  ]);
  const table = await screen.findByRole('region', { name: 'Trainings' });
  const row = (name: RegExp) => within(table).getByRole('row', { name });
  expect(row(/^birds-1/)).toHaveTextContent(/● running4 of 100\.312586\.1\s%1\smin 8\ss/);
  expect(row(/^silent-1/)).toHaveTextContent(/▲ no news.*–2025-10-09/);
  expect(row(/^failed-1/)).toHaveTextContent('▲ failed3 of 100.3333');
  expect(row(/^young-1/)).toHaveTextContent('● running0 of 10–––');
  expect(within(table).getByRole('link', { name: 'birds-1' })).toHaveAttribute(
    'href',
    '/trainings/birds-1',
  );
});

test('a running training shows its curves, its figures and its epochs', async () => {
  serve(training());
  open('/trainings/birds-1', [training()]);
  expect(await screen.findByText('● Running: epoch 4 of 10, batch 20 of 94.')).toBeVisible();
  expect(screen.getByRole('progressbar', { name: 'Epochs done' })).toHaveAttribute('max', '10');
  expect(
    await screen.findByRole('img', { name: 'Loss. Training 0.3125; stopping split 0.4000.' }),
  ).toBeVisible();
  expect(screen.getByRole('img', { name: /^Accuracy\. Training 86\.1/ })).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Loss as a table' }));
  const values = screen.getByRole('region', { name: 'Loss, values' });
  expect(within(values).getAllByRole('row')[1]).toHaveTextContent('epoch 4, running0.3125–');
  const epochs = screen.getByRole('region', { name: 'Finished epochs' });
  const rows = within(epochs).getAllByRole('row');
  expect(rows).toHaveLength(4);
  expect(rows[1]).toHaveTextContent(/^30\.333383\.3\s%0\.400080\.0\s%0\.00110\.0\ss$/);
  expect(screen.queryByRole('button', { name: 'Forget' })).toBeNull();
});

test('the history is asked for again when the feed tells of another epoch, and not before', async () => {
  const asked = serve(training());
  const { say } = open('/trainings/birds-1', [training()]);
  await screen.findByRole('region', { name: 'Finished epochs' });
  const batch = { ...training().current!, batch: 21 };
  say({ type: 'delta', seq: 2, trainings: [training({ current: batch })] });
  expect(await screen.findByText(/batch 21 of 94/)).toBeVisible();
  expect(asked).toHaveLength(1);
  rest.resetHandlers();
  serve(training(), [...history, epoch(4)]);
  say({ type: 'delta', seq: 3, trainings: [training({ last: epoch(4), current: null })] });
  const epochs = screen.getByRole('region', { name: 'Finished epochs' });
  expect(await within(epochs).findByRole('rowheader', { name: '4' })).toBeVisible();
});

test('an autoencoder has no accuracy, and a training without a stopping split no such line', async () => {
  const bare = { accuracy: null, stoppingLoss: null, stoppingAccuracy: null };
  const epochs = history.map((one) => ({ ...one, ...bare }));
  const of = training({ kind: 'autoencoder', last: epochs[2]!, current: null });
  serve(of, epochs);
  open('/trainings/birds-1', [of]);
  expect(await screen.findByRole('img', { name: 'Loss. Training 0.3333.' })).toBeVisible();
  expect(screen.queryByRole('img', { name: /^Accuracy/ })).toBeNull();
  const table = screen.getByRole('region', { name: 'Finished epochs' });
  const heads = within(table).getAllByRole('columnheader');
  expect(heads.map((head) => head.textContent)).toEqual(['Epoch', 'Loss', 'Learning rate', 'Took']);
});

test.each([
  [
    { silent: true },
    /^▲ No news since .*, after epoch 3 of 10\.$/,
    /no longer reaches Kafka.* Epoch 3 is kept: the same command, given again, goes on from there/,
  ],
  [{ silent: true, last: null }, /^▲ No news since .*, before/, /no longer reaches.* begins anew/],
  [
    { state: 'interrupted', message: null },
    /^❚❚ Interrupted after epoch 3 of 10\.$/,
    /^Epoch 3 is kept: the same command, given again, goes on from there\.$/,
  ],
  [
    { state: 'interrupted', message: null, last: null },
    /^❚❚ Interrupted before the first epoch ended\.$/,
    /^No epoch was finished, so nothing is kept: .* begins anew\.$/,
  ],
  [
    { state: 'failed', message: 'no space left' },
    /^▲ Failed after epoch 3 of 10\. No space left\.$/,
    /^Mend the cause\. Epoch 3 is kept: the same command, given again, goes on from there\.$/,
  ],
  [
    { state: 'failed', message: 'no space left', last: null },
    /^▲ Failed before the first epoch ended\. No space left\.$/,
    /^Mend the cause\. No epoch was finished, so nothing is kept: .* begins anew\.$/,
  ],
  [
    { state: 'failed', message: 'the loss is NaN', diverged: true },
    /^▲ Failed after epoch 3 of 10\. The loss is NaN\.$/,
    /^The same command would go on to the same end: .* lower --lr and another --run directory\.$/,
  ],
  [
    { state: 'failed', message: 'the loss is NaN', diverged: true, last: null },
    /^▲ Failed before the first epoch ended\. The loss is NaN\.$/,
    /^The same command would end the same way: give a lower --lr\. Nothing is kept\.$/,
  ],
  [
    { state: 'stopped-early', message: 'no better for 3 epochs', bundle: '/models/b' },
    /^✓ Stopped early, after epoch 3 of 10\. No better for 3 epochs\.$/,
    /best epoch was kept/,
  ],
  [{ state: 'finished', bundle: '/models/b' }, /^✓ Finished: 3 epochs\.$/, /used as any other/],
] as const)('a training that is %o says so, and what to do', async (changes, says, todo) => {
  const of = training({ current: null, secondsLeft: null, ...changes });
  serve(of);
  open('/trainings/birds-1', [of]);
  expect(await screen.findByText(says)).toBeVisible();
  expect(screen.getByText(todo)).toBeVisible();
  if ('bundle' in changes) expect(screen.getByText('/models/b')).toBeVisible();
});

test('a history that cannot be loaded is told of, and the figures stay', async () => {
  rest.use(
    http.get('*/api/trainings/:run', () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Gone', status: 404, detail: 'It is gone.' },
        { status: 404 },
      ),
    ),
  );
  open('/trainings/birds-1', [training()]);
  expect((await screen.findAllByText(/Could not be loaded: It is gone\./))[0]).toBeVisible();
  expect(screen.getByLabelText('Newest figures')).toHaveTextContent('Loss0.3125');
});

test('a training is forgotten after a question, and why it cannot be is told', async () => {
  const of = training({ state: 'failed', current: null });
  serve(of);
  const { say } = open('/trainings/birds-1', [of]);
  rest.use(
    http.delete('*/api/trainings/birds-1', () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Conflict', status: 409, detail: 'It runs.' },
        { status: 409 },
      ),
    ),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Forget' }));
  await userEvent.click(screen.getByRole('button', { name: 'Forget it' }));
  expect(await screen.findByText('▲ It runs.')).toBeVisible();
  rest.use(http.delete('*/api/trainings/birds-1', () => new HttpResponse(null, { status: 204 })));
  await userEvent.click(screen.getByRole('button', { name: 'Forget it' }));
  expect(await screen.findByRole('region', { name: 'Trainings' })).toBeVisible();
  say({ type: 'delta', seq: 2, runs: [] });
  expect(await screen.findByText('No training has told of itself yet')).toBeVisible();
});

test('a training that is not there is told of', async () => {
  open('/trainings/nothing', [training()]);
  expect(await screen.findByText('No training is named nothing')).toBeVisible();
});

test('the page has a key', async () => {
  open('/', [training()]);
  await userEvent.keyboard('4');
  expect(await screen.findByRole('region', { name: 'Trainings' })).toBeVisible();
  await userEvent.keyboard('6');
  expect(await screen.findByRole('heading', { name: 'System' })).toBeVisible();
});
