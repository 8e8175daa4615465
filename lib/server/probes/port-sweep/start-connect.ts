import { isIPv6, Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import type { PortPair } from './port-pair'

export interface ConnectListener {
  /** Told once: null when the connection stands, else the system's name of the error. Not told after `close`. */
  answered(errorName: string | null): void
}

export interface StartedConnect {
  close(): void
}

/**
 * Begins a TCP connection of which nothing is asked but whether it comes about. Node's own handle is used where it
 * is to be had: a whole socket, with its streams and errors, costs several times as much as the connection.
 */
export function startConnect(pair: PortPair, listener: ConnectListener): StartedConnect {
  return tcp === undefined ? startSocket(pair, listener) : new HandleConnect(tcp, pair, listener)
}

export function startSocket({ address, port }: PortPair, listener: ConnectListener): StartedConnect {
  const socket = new Socket()
  let isClosed = false
  const tell = (errorName: string | null) => {
    if (!isClosed) listener.answered(errorName)
  }
  socket.on('error', (error: NodeJS.ErrnoException) => tell(error.code ?? error.name))
  socket.once('connect', () => tell(null))
  socket.connect({ host: address, port })
  return {
    close() {
      isClosed = true
      socket.destroy()
    },
  }
}

interface ConnectRequest {
  connect?: HandleConnect
  oncomplete?: (this: ConnectRequest, status: number) => void
}

interface TcpHandle {
  connect(request: ConnectRequest, address: string, port: number): number
  connect6(request: ConnectRequest, address: string, port: number): number
  close(): void
}

interface TcpBinding {
  readonly TCP: new (type: number) => TcpHandle
  readonly TCPConnectWrap: new () => ConnectRequest
  readonly constants: { readonly SOCKET: number }
}

/** Without a function of its own for each connection: of ten thousand, making those takes as long as half the rest. */
class HandleConnect implements StartedConnect {
  readonly #handle: TcpHandle
  readonly #listener: ConnectListener
  #isClosed = false

  constructor(binding: TcpBinding, { address, port }: PortPair, listener: ConnectListener) {
    this.#listener = listener
    this.#handle = new binding.TCP(binding.constants.SOCKET)
    const request = new binding.TCPConnectWrap()
    request.connect = this
    request.oncomplete = tellConnect
    const begun = isIPv6(address)
      ? this.#handle.connect6(request, address, port)
      : this.#handle.connect(request, address, port)
    // What fails at once has no answer to come.
    if (begun !== 0) setImmediate(() => this.tell(begun))
  }

  tell(status: number): void {
    if (!this.#isClosed) this.#listener.answered(status === 0 ? null : getSystemErrorName(status))
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#handle.close()
  }
}

function tellConnect(this: ConnectRequest, status: number): void {
  this.connect?.tell(status)
}

const tcp = findTcpBinding()

/** Node keeps it for its own modules and hands it out on request; a version that does not is no fault. */
function findTcpBinding(): TcpBinding | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => unknown }
  try {
    const found = binding?.call(process, 'tcp_wrap') as Partial<TcpBinding> | undefined
    const isWhole = found?.TCP !== undefined && found.TCPConnectWrap !== undefined
    return isWhole ? (found as TcpBinding) : undefined
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
