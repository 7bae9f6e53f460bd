'use client';
// Next runs this on its server first: there the import does nothing.
import { callBind } from 'bx24-callbind';
import { useEffect, useState } from 'react';

export default function Page() {
  const [text, setText] = useState('waiting');
  useEffect(() => {
    callBind('ONCRMLEADADD', 'https://app.example/lead', 0, (result) => {
      setText(String(result.error() ?? result.data()));
    });
  }, []);
  return text;
}
