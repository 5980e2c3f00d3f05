// Made-up trainings, one in each state; the running one goes on while the server does.

const EPOCHS = 12;
const BATCHES = 94;

/** Trainings of the made-up Telltale. */
export class Trainings {
  constructor(now = Date.now()) {
    const ago = (minutes) => new Date(now - minutes * 60_000).toISOString();
    const one = (run, minutes, changes) => ({
      run,
      kind: 'classifier',
      state: 'running',
      silent: false,
      dataset: 'waterbirds',
      images: 3000,
      epochs: EPOCHS,
      startedAt: ago(minutes),
      updatedAt: ago(Math.max(0, minutes - 5)),
      current: null,
      secondsLeft: null,
      bundle: null,
      message: null,
      diverged: false,
      history: [],
      ...changes,
    });
    this.all = [
      one('birds-running', 2, { history: epochs(4), current: current(5, 30), secondsLeft: 81 }),
      one('birds-beginning', 3, { current: current(1, 0) }),
      one('birds-silent', 50, { silent: true, history: epochs(3), current: current(4, 60) }),
      one('faces-interrupted', 90, {
        kind: 'autoencoder',
        state: 'interrupted',
        dataset: 'celeba',
        images: 162_770,
        history: epochs(6).map((epoch) => ({ ...epoch, accuracy: null, stoppingAccuracy: null })),
        message: 'Ctrl-C was pressed',
      }),
      one('birds-stopped-early', 200, {
        state: 'stopped-early',
        history: epochs(9),
        bundle: '/home/ada/models/birds-stopped-early',
        message: 'no better stopping loss for 3 epochs',
      }),
      one('birds-failed', 300, {
        state: 'failed',
        history: epochs(2),
        message:
          '/home/ada/models/birds-failed.run: epoch 3 cannot be written: No space left on device; what was kept of epoch 2 stays. Make room and run the same command again',
      }),
      one('birds-diverged', 320, {
        state: 'failed',
        history: epochs(2),
        message:
          'epoch 3, batch 17 of 94: the loss is NaN; try a lower --lr than 3.0, with another --run (epoch 2 is kept in /home/ada/models/birds-diverged.run)',
        diverged: true,
      }),
      one('birds-nothing-kept', 340, {
        state: 'failed',
        message:
          '/home/ada/models/birds-nothing-kept.run: epoch 1 cannot be written: No space left on device; nothing was kept yet. Make room and run the same command again',
      }),
      one('encoder-finished', 1500, {
        kind: 'encoder',
        state: 'finished',
        epochs: 120,
        history: epochs(120).map((epoch) => ({
          ...epoch,
          stoppingLoss: null,
          stoppingAccuracy: null,
        })),
        bundle:
          '/home/ada/a-rather-long-path/to/the/directory/of/all/models/encoder-finished-2025-10-09',
      }),
    ];
  }

  /** The running one goes on by a few batches, and begins again after its last epoch. */
  tick() {
    const training = this.all[0];
    training.updatedAt = new Date().toISOString();
    const batch = training.current.batch + 3;
    if (batch < BATCHES) {
      training.current = current(training.current.epoch, batch);
      training.secondsLeft = Math.max(1, training.secondsLeft - 0.25);
    } else if (training.history.length + 1 < EPOCHS) {
      training.history = epochs(training.history.length + 1);
      training.current = current(training.history.length + 1, 0);
    } else {
      training.history = [];
      training.current = current(1, 0);
      training.secondsLeft = 130;
    }
    return [summary(training)];
  }

  summaries() {
    return this.all.map(summary);
  }

  find(run) {
    return this.all.find((training) => training.run === run);
  }

  forget(run) {
    this.all = this.all.filter((training) => training.run !== run);
  }
}

function summary({ history, ...training }) {
  return { ...training, last: history.at(-1) ?? null };
}

function epochs(count) {
  return Array.from({ length: count }, (_, i) => ({
    epoch: i + 1,
    loss: 0.7 * Math.exp(-i / 5) + 0.02 + 0.01 * Math.sin(i),
    accuracy: 1 - 0.45 * Math.exp(-i / 4),
    stoppingLoss: 0.72 * Math.exp(-i / 5) + 0.05 + 0.004 * i,
    stoppingAccuracy: 1 - 0.5 * Math.exp(-i / 4) - 0.03,
    learningRate: (0.001 * (1 + Math.cos((Math.PI * i) / Math.max(count, EPOCHS)))) / 2,
    seconds: 10.2 + Math.sin(i),
  }));
}

function current(epoch, batch) {
  const share = batch / BATCHES;
  return {
    epoch,
    batch,
    batches: BATCHES,
    loss: batch === 0 ? null : 0.7 * Math.exp(-(epoch - 1 + share) / 5) + 0.02,
    accuracy: batch === 0 ? null : 1 - 0.45 * Math.exp(-(epoch - 1 + share) / 4),
    imagesPerSecond: batch === 0 ? 0 : 287 + 5 * Math.sin(batch),
  };
}
