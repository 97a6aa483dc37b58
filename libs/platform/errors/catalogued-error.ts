/** One refusal or failure, as people and programs meet it. */
export interface CataloguedError {
  /** HTTP status: 400 malformed, 404 unknown, 409 against what is recorded, 422 against a rule, 503 try again later. */
  readonly status: number;
  /** For people: what happened and what to do. `{name}` stands for a detail of the rejection, whose kind detail-words.ts names. */
  readonly message: string;
}

export type ErrorCatalogue = Readonly<Record<string, CataloguedError>>;
