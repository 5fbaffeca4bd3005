namespace Hourglass.Native;

/// <summary>A part of the native step that all threads do together.</summary>
internal abstract class Operation
{
    /// <summary>What it touches.</summary>
    public abstract IEnumerable<Access> Accesses { get; }

    /// <summary>Numbers of scratch memory that a thread needs.</summary>
    public virtual long Scratch => 0;

    /// <summary>A gradient that it leaves complete, and how threads divide it; an optimizer divides it alike.</summary>
    public virtual (Matrix Matrix, Division Division)? Result => null;

    /// <summary>Whether all must have come here before it begins; found when the program is made.</summary>
    public bool Waits { get; set; }

    /// <summary>Does a thread's share.</summary>
    /// <returns>False to end the step here, on all threads alike.</returns>
    public abstract bool Run(Worker worker);
}

/// <summary>A thread of the native step.</summary>
internal sealed unsafe class Worker(int number, int threads, float* scratch)
{
    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>How many there are.</summary>
    public int Threads { get; } = threads;

    /// <summary>Memory of its own.</summary>
    public float* Scratch { get; } = scratch;

    /// <summary>Examples of the batch.</summary>
    public int Examples { get; set; }
}
