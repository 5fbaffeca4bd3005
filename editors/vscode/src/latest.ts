/**
 * Runs a question once no other has been asked for a while, and gives the answer on only if no later question has begun: what is slow
 * never overtakes what is new.
 */
export class Latest<T> {
  private timer: NodeJS.Timeout | undefined;
  private current: AbortController | undefined;

  constructor(
    private readonly delay: number,
    private readonly ask: (signal: AbortSignal) => Promise<T>,
    private readonly answer: (result: T) => void,
    private readonly fail: (error: unknown) => void) {}

  /** Asks, after the delay. */
  schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), this.delay);
  }

  /** Asks at once. */
  async run(): Promise<void> {
    this.cancel();
    const mine = new AbortController();
    this.current = mine;
    try {
      const result = await this.ask(mine.signal);
      if (!mine.signal.aborted) {
        this.answer(result);
      }
    } catch (error) {
      if (!mine.signal.aborted) {
        this.fail(error);
      }
    }
  }

  /** Forgets what was asked. */
  cancel(): void {
    clearTimeout(this.timer);
    this.current?.abort();
    this.current = undefined;
  }
}
