using Hourglass.Numerics;

namespace Hourglass.Training;

/// <summary>
/// Bounds what a training loop leaves behind. The runtime sizes its youngest generation by the processor's cache, which may be hundreds of
/// megabytes: the few kilobytes that TorchSharp's calls leave at each step would pile up to that before anything is collected. What is
/// allocated between steps is not the loop's, and is left to the runtime.
/// </summary>
internal sealed class GarbageLimit
{
    private const long Bytes = 1 << 20;

    /// <summary>How often the native heap is looked at: a step may take less than the look.</summary>
    private const int StepsBetweenLooks = 64;

    private int _steps;

    private int _collections = GC.CollectionCount(0);
    private long _before;
    private long _left;

    /// <summary>A step begins.</summary>
    public void Begin() => _before = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>
    /// A step ends; collects the youngest generation where steps have left more than the limit since it was collected last.
    /// </summary>
    public void End()
    {
        var collections = GC.CollectionCount(0);
        _left = collections == _collections ? _left + Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - _before) : 0;
        if (_left > Bytes)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            collections++;
            _left = 0;
        }

        _collections = collections;
        if (++_steps % StepsBetweenLooks == 0)
        {
            NativeHeap.Limit();
        }
    }
}
