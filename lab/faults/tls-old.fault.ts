import { defineFault } from '@/lab/faults/lab-fault'
import { breakNginx, headersOfNginx, healNginx, type NginxFault } from '@/lab/faults/nginx-setting'

const fault: NginxFault = {
  name: 'tls-old',
  changes: [
    { from: /ssl_protocols [^;]+;/, to: 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;' },
    { from: /ssl_ciphers [^;]+;/, to: 'ssl_ciphers ALL:@SECLEVEL=0;' },
  ],
  isShown: (context, signal) =>
    headersOfNginx(context, signal, 'TLSv1').then(
      () => true,
      () => false,
    ),
}

export const tlsOldFault = defineFault({
  name: fault.name,
  title: 'nginx-1 accepts TLS 1.0 and 1.1, and weak ciphers',
  nodes: ['nginx-1'],
  inject: (context) => breakNginx(context, fault),
  heal: (context) => healNginx(context, fault),
})
