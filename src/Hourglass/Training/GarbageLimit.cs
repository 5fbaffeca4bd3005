namespace Hourglass.Training;

/// <summary>
/// Bounds what a training loop leaves behind. The runtime sizes its youngest generation by the processor's cache, which may be hundreds of megabytes:
/// the few kilobytes that TorchSharp's calls leave at each step would pile up to that before anything is collected.
/// </summary>
internal sealed class GarbageLimit
{
    private const long Bytes = 1 << 20;

    private long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private int _collections = GC.CollectionCount(0);

    /// <summary>Collects the youngest generation where this thread has allocated more than the limit since it was collected last.</summary>
    public void Check()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var collections = GC.CollectionCount(0);
        if (collections == _collections && Math.Abs(allocated - _allocated) < Bytes)
        {
            return;
        }

        if (collections == _collections)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            collections++;
        }

        (_allocated, _collections) = (allocated, collections);
    }
}
