/** Made-up documents of an audit by the method spuriosity. */
export class Documents {
  constructor(sizes?: { classes?: number; features?: number; models?: number; k?: number });
  names(): string[];
  get(name: string): any;
  tuning(progress: number): any;
}
