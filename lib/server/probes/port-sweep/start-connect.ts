import { isIPv6, Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import type { PortPair } from './port-pair'

/** Told once: null when the connection stands, else the system's name of the error. Not told after `close`. */
type OnAnswer = (errorName: string | null) => void

export interface StartedConnect {
  close(): void
}

/**
 * Begins a TCP connection of which nothing is asked but whether it comes about. Node's own handle is used where it
 * is to be had: a whole socket, with its streams and errors, costs several times as much as the connection.
 */
export function startConnect(pair: PortPair, onAnswer: OnAnswer): StartedConnect {
  return tcp === undefined ? startSocket(pair, onAnswer) : startHandle(tcp, pair, onAnswer)
}

export function startSocket({ address, port }: PortPair, onAnswer: OnAnswer): StartedConnect {
  const socket = new Socket()
  let isClosed = false
  const tell = (errorName: string | null) => {
    if (!isClosed) onAnswer(errorName)
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
  oncomplete?: (status: number) => void
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

const tcp = findTcpBinding()

function startHandle(binding: TcpBinding, { address, port }: PortPair, onAnswer: OnAnswer): StartedConnect {
  const handle = new binding.TCP(binding.constants.SOCKET)
  const request = new binding.TCPConnectWrap()
  let isClosed = false
  const tell = (status: number) => {
    if (!isClosed) onAnswer(status === 0 ? null : getSystemErrorName(status))
  }
  request.oncomplete = tell
  const begun = isIPv6(address)
    ? handle.connect6(request, address, port)
    : handle.connect(request, address, port)
  // What fails at once has no answer to come.
  if (begun !== 0) setImmediate(tell, begun)
  return {
    close() {
      if (isClosed) return
      isClosed = true
      handle.close()
    },
  }
}

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
