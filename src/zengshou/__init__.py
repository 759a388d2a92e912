"""zengshou (增收): records and answers become people; people meet rules; every figure is an Estimate."""

__version__ = "0.1.0"
