// What this gateway can do: an operation that its contract doesn't name is not asked for.
import {useEffect, useState} from './html.js';

let contract;

/** Whether the gateway has an operation; undefined until that is known. */
export function useOperation(id) {
  const [text, set] = useState();
  useEffect(() => {
    contract ??= fetch('/openapi.yaml').then((answer) => (answer.ok ? answer.text() : ''), () => {
      contract = undefined;
      return '';
    });
    contract.then(set);
  }, []);
  return text === undefined ? undefined : text.includes(`operationId: ${id}\n`);
}
