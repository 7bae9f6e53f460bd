// What a frame's work costs, whatever else the machine does.

/** Seconds of the processor that the frame's process has used for its page. */
export async function processorClock(page, frame) {
  const session = await page.context().newCDPSession(frame);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
}
