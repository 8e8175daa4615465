/** A reason can quote a token, which may be the whole of a hostile file. */
const LONGEST_REASON = 200

/** Why an entry of a zone file is not valid, and what would mend it. Caught by the parser, for each entry. */
export class ZoneFault extends Error {
  readonly remedy: string

  constructor(reason: string, remedy: string) {
    super(reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason)
    this.name = 'ZoneFault'
    this.remedy = remedy
  }
}
