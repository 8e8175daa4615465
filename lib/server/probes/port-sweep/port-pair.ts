export interface PortPair {
  readonly address: string
  readonly port: number
}
