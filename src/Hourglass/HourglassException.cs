namespace Hourglass;

/// <summary>
/// Something that the user can mend: a wrong file, a value outside its domain, a full disk. The message says where, what was found, what
/// was expected and what to do; the tool prints it without a stack trace.
/// </summary>
public class HourglassException : Exception
{
    /// <summary>Creates one with a message.</summary>
    public HourglassException(string message) : base(message)
    {
    }

    /// <summary>Creates one with a message and its cause.</summary>
    public HourglassException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>Data that cannot be read, or does not fit the model.</summary>
public sealed class DataException : HourglassException
{
    /// <summary>Creates one with a message.</summary>
    public DataException(string message) : base(message)
    {
    }

    /// <summary>Creates one with a message and its cause.</summary>
    public DataException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>Training that cannot go on, such as a loss that is not a number.</summary>
public sealed class TrainingException : HourglassException
{
    /// <summary>Creates one with a message.</summary>
    public TrainingException(string message) : base(message)
    {
    }

    /// <summary>Creates one with a message and its cause.</summary>
    public TrainingException(string message, Exception inner) : base(message, inner)
    {
    }
}
