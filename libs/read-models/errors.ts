/** A projection, a query or a write that breaks its own declaration: a mistake in the code, never in the data. */
export class ReadModelUsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReadModelUsageError';
  }
}

/** The version is not live and nothing of it can be shown: it has to be built and switched to first. */
export class ProjectionNotBuiltError extends Error {
  constructor(
    readonly projection: string,
    readonly version: number,
    readonly liveVersion: number,
  ) {
    super(`${projection}@${version} is not built yet; ${projection}@${liveVersion} is live`);
    this.name = 'ProjectionNotBuiltError';
  }
}

/** A newer version of the projection is live: this code is the old one in a rolling update. */
export class ProjectionSupersededError extends Error {
  constructor(
    readonly projection: string,
    readonly version: number,
    readonly liveVersion: number,
  ) {
    super(`${projection}@${version} is superseded: ${projection}@${liveVersion} is live`);
    this.name = 'ProjectionSupersededError';
  }
}

/** The generation was retired or dropped, by this process or by another one. */
export class GenerationGoneError extends Error {
  constructor(projection: string, version: number, generation: number) {
    super(`Generation ${generation} of ${projection}@${version} is retired or dropped`);
    this.name = 'GenerationGoneError';
  }
}
