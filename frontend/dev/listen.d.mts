/** The first message of each of the types on the feed of a server. */
export function firstOfEach(url: string, types: string[]): Promise<{ type: string }[]>;
