/** Something that is asked of the server while its button waits, and what came of it. */
export class Attempt {
  busy = $state(false);
  failure = $state('');

  async of(what: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.failure = '';
    try {
      await what();
      return true;
    } catch (error) {
      this.failure = (error as Error).message;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
